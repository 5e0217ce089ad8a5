import { Alert, Button, Group, Rating } from '@mantine/core';
import { Star } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PictureDetails } from '../../../shared/contract/pictures.ts';
import { wordUnread } from '../../../shared/locales/word-unread.ts';
import { CommandIcon } from '../../commands/CommandIcon.tsx';
import { runCommand, useAvailable } from '../../commands/registry.ts';
import { tellError } from '../../components/tell-error.tsx';
import { api } from '../../contract/client.ts';
import { currentIntl, currentLanguage } from '../../language/language.ts';
import { restorePictures } from '../actions/trash.ts';
import { useLibrary } from '../library-store.ts';
import classes from './Details.module.css';
import { EnergyDetails } from './EnergyDetails.tsx';
import { FidelityDetails } from './FidelityDetails.tsx';
import { FileDetails } from './FileDetails.tsx';
import { Keeping } from './Keeping.tsx';
import { RecipeDetails } from './RecipeDetails.tsx';

/** Read-only, except tags, boards and rating; only its buttons copy the recipe into the panel. */
export function PictureDetailsView({ picture }: { picture: PictureDetails }) {
  const { t } = useTranslation('library');
  return (
    <div className={classes.picture}>
      {picture.trashedAt !== null && <InTrash id={picture.id} trashedAt={picture.trashedAt} />}
      <div>
        <p className={classes.prompt}>{picture.prompt || t('noPrompt')}</p>
        {picture.negativePrompt && (
          <p className={classes.negative}>{t('without', { prompt: picture.negativePrompt })}</p>
        )}
      </div>
      <UseButtons />
      {picture.trashedAt === null && (
        <Group gap="xs">
          <CommandIcon command="star-picture" pressed={picture.star}>
            <Star size={15} fill={picture.star ? 'currentColor' : 'none'} aria-hidden />
          </CommandIcon>
          <Rating
            aria-label={t('rating')}
            getSymbolLabel={(count) => (count === 0 ? t('notRated') : t('ratedStars', { count }))}
            size="xs"
            value={picture.rating}
            allowClear
            onChange={(rating) => api.pictures.rate({ ids: [picture.id], rating }).catch(tellError)}
          />
        </Group>
      )}
      <Unread picture={picture} />
      <RecipeDetails picture={picture} />
      <EnergyDetails picture={picture} />
      <FidelityDetails picture={picture} />
      {picture.trashedAt === null && <Keeping picture={picture} />}
      <FileDetails picture={picture} />
    </div>
  );
}

/** Its data that cannot be read. */
function Unread({ picture: { id, recipeUnread, energyUnread } }: { picture: PictureDetails }) {
  return (
    <>
      {recipeUnread && (
        <Alert color="gray">
          {wordUnread({ what: 'recipe', id: String(id), unread: recipeUnread }, currentLanguage())}
        </Alert>
      )}
      {energyUnread && (
        <Alert color="gray">
          {wordUnread({ what: 'energy', id: String(id), unread: energyUnread }, currentLanguage())}
        </Alert>
      )}
    </>
  );
}

function UseButtons() {
  const { t } = useTranslation('library');
  const uses = [
    { command: 'use-prompt', label: t('usePrompt') },
    { command: 'use-seed', label: t('useSeed') },
    { command: 'use-all', label: t('useAll') },
  ] as const;
  const available = {
    'use-prompt': useAvailable('use-prompt'),
    'use-seed': useAvailable('use-seed'),
    'use-all': useAvailable('use-all'),
  };
  return (
    <Group gap={6}>
      {uses.map(({ command, label }) => (
        <Button
          key={command}
          size="compact-sm"
          variant="default"
          disabled={!available[command]}
          onClick={() => runCommand(command)}
        >
          {label}
        </Button>
      ))}
    </Group>
  );
}

/** Days for which the trash keeps a picture. */
const KEPT_DAYS = 30;

function InTrash({ id, trashedAt }: { id: number; trashedAt: number }) {
  const { t } = useTranslation('library');
  const end = trashedAt + KEPT_DAYS * 86_400_000;
  const day = new Intl.DateTimeFormat(currentIntl(), { dateStyle: 'long' }).format(end);
  return (
    <Alert color="gray" p="xs" title={t('inTrash')}>
      {t('purgedOn', { day })}
      <Group gap={6} mt={6}>
        <Button size="compact-sm" variant="default" onClick={() => restorePictures([id]).catch(tellError)}>
          {t('restore')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => useLibrary.setState({ dialog: { kind: 'purge', ids: [id] } })}
        >
          {t('purge')}
        </Button>
      </Group>
    </Alert>
  );
}
