import { Button, Group, Select } from '@mantine/core';
import { skipToken, useQuery } from '@tanstack/react-query';
import { Download, Table2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ExportRequest } from '../../../shared/contract/pictures.ts';
import { Empty } from '../../components/Empty.tsx';
import { saveExport } from '../../components/save-file.ts';
import { tellError } from '../../components/tell-error.tsx';
import { api, query } from '../../contract/client.ts';
import { currentLanguage } from '../../language/language.ts';
import { useScreens } from '../../state/screens.ts';
import classes from './GridScreen.module.css';
import { SweepTable } from './SweepTable.tsx';

/** A sweep as a table of pictures that fills as its jobs finish. */
export function GridScreen() {
  const { t } = useTranslation('grid');
  const { sweepId, openSweep, show } = useScreens();
  const sweeps = useQuery(query.sweeps.list.queryOptions());
  const shownId = sweepId ?? sweeps.data?.[0]?.id ?? null;
  const sweep = useQuery(query.sweeps.get.queryOptions({ input: shownId === null ? skipToken : { id: shownId } }));

  if (sweeps.data?.length === 0) return <Empty title={t('emptyTitle')}>{t('emptyText')}</Empty>;
  if (shownId === null || !sweep.data) return null;
  const save = (request: ExportRequest) => api.pictures.export(request).then(saveExport).catch(tellError);
  return (
    <div className={classes.screen}>
      <Group className={classes.bar} gap="sm">
        <Select
          aria-label={t('sweep')}
          value={String(shownId)}
          onChange={(value) => value && openSweep(Number(value))}
          data={(sweeps.data ?? []).map(({ id, prompt, done, total }) => ({
            value: String(id),
            label: t('sweepName', { prompt, done, total }),
          }))}
          allowDeselect={false}
          w={320}
        />
        <Group ml="auto" gap="xs">
          <Button
            variant="default"
            onClick={() => {
              openSweep(shownId);
              show('trade-off');
            }}
          >
            {t('openTradeOff')}
          </Button>
          <Button
            variant="default"
            leftSection={<Download size={14} aria-hidden />}
            onClick={() => save({ what: 'sweep-sheet', sweepId: shownId, language: currentLanguage() })}
          >
            {t('exportSheet')}
          </Button>
          <Button
            variant="default"
            leftSection={<Table2 size={14} aria-hidden />}
            onClick={() => save({ what: 'sweep-table', sweepId: shownId })}
          >
            {t('exportTable')}
          </Button>
        </Group>
      </Group>
      <SweepTable key={shownId} sweep={sweep.data} />
    </div>
  );
}
