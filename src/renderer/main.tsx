import '@fontsource/inter/latin-400.css';
import '@fontsource/inter/latin-500.css';
import '@fontsource/inter/latin-600.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import './theme/global.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { LANGUAGE } from '../shared/formats/settings.ts';
import { followEvents } from './app/follow-events.ts';
import { Lost } from './app/Lost.tsx';
import { NotStarted } from './app/NotStarted.tsx';
import { Root } from './app/Root.tsx';
import { connect, query } from './contract/client.ts';
import { startLanguage } from './language/language.ts';
import { loadRemembered, recall } from './state/remember.ts';
import { theme } from './theme/theme.ts';

const root = createRoot(document.getElementById('root')!);
// Events of the studio report changes, so queries are not refetched for other reasons.
const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } });

function draw(screen: ReactNode, withNotices = true): void {
  root.render(
    <StrictMode>
      <MantineProvider theme={theme} forceColorScheme="dark">
        <QueryClientProvider client={queries}>
          {withNotices && <Notifications position="bottom-right" containerWidth={360} />}
          {screen}
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}

let gone = false;
function lost(): void {
  gone = true;
  // Errors caused by a lost studio are shown once.
  draw(<Lost />, false);
}

try {
  await connect(lost);
} catch {
  await startLanguage(undefined);
  lost();
}
if (!gone) await start();

async function start(): Promise<void> {
  try {
    await loadRemembered();
    await startLanguage(recall(LANGUAGE)?.language);
    void followEvents(queries).catch(lost);
    await queries.fetchQuery(query.maintenance.status.queryOptions());
    if (!gone) draw(<Root />);
  } catch (problem) {
    await startLanguage(recall(LANGUAGE)?.language);
    if (!gone) draw(<NotStarted problem={problem} />);
  }
}
