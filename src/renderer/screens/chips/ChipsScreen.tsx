import { Button, FileButton, Group, Text, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { FileUp } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChipProfile } from '../../../shared/chip/chip-profile.ts';
import { wordUnread } from '../../../shared/locales/word-unread.ts';
import { Joules } from '../../components/Joules.tsx';
import { tell } from '../../components/tell.tsx';
import { tellError } from '../../components/tell-error.tsx';
import { api, query } from '../../contract/client.ts';
import { currentLanguage } from '../../language/language.ts';
import { shippedText } from '../../language/shipped.ts';
import { ChipDetail } from './ChipDetail.tsx';
import { ChipEditor } from './ChipEditor.tsx';
import classes from './ChipsScreen.module.css';
import { copyOf, readChipFile } from './chip-file.ts';
import { useEnergyOn } from './use-energy.ts';

/** The available chips: what they are, their energy, and copies for editing. */
export function ChipsScreen() {
  const { t } = useTranslation('chips');
  const chips = useQuery(query.chips.list.queryOptions());
  const status = useQuery(query.maintenance.status.queryOptions());
  const unread = (status.data?.unread ?? []).filter(({ what }) => what === 'chip');
  const [chosenId, setChosenId] = useState('pcm');
  const [edited, setEdited] = useState<ChipProfile | null>(null);
  const profiles = (chips.data ?? []).map(({ profile }) => profile);
  const energies = useEnergyOn(profiles);
  const chosen = chips.data?.find(({ profile }) => profile.id === chosenId) ?? chips.data?.[0];
  if (!chosen) return null;

  async function importFile(file: File | null) {
    if (!file) return;
    const profile = await readChipFile(file);
    await api.chips.save(profile);
    setChosenId(profile.id);
    tell(t('imported', { name: shippedText(profile.name) }));
  }

  async function save(profile: ChipProfile) {
    await api.chips.save(profile);
    setEdited(null);
    setChosenId(profile.id);
  }

  return (
    <div className={classes.screen}>
      <nav className={classes.list} aria-label={t('list')}>
        {chips.data?.map(({ profile, builtIn }, index) => {
          const energy = energies?.[index];
          return (
            <UnstyledButton
              key={profile.id}
              className={classes.item}
              aria-current={profile.id === chosen.profile.id}
              onClick={() => {
                setChosenId(profile.id);
                setEdited(null);
              }}
            >
              <Text size="sm" fw={500}>
                {shippedText(profile.name)}
              </Text>
              <Group gap="xs" justify="space-between">
                <Text size="xs" c="dark.2">
                  {builtIn ? t(profile.kind) : t('own')}
                </Text>
                {energy && <Joules joules={energy.joules} kind="estimate" range={energy} />}
              </Group>
            </UnstyledButton>
          );
        })}
        {unread.map((item) => (
          <Text key={item.id} size="xs" c="dark.2" mt="xs">
            {wordUnread(item, currentLanguage())}
          </Text>
        ))}
        <FileButton accept=".json,application/json" onChange={(file) => importFile(file).catch(tellError)}>
          {(props) => (
            <Button {...props} variant="default" leftSection={<FileUp size={14} aria-hidden />} mt="sm">
              {t('import')}
            </Button>
          )}
        </FileButton>
        <Text size="xs" c="dark.2" mt="xs">
          {t('listHint')}
        </Text>
      </nav>
      {edited ? (
        <ChipEditor key={edited.id} start={edited} onSave={save} onCancel={() => setEdited(null)} />
      ) : (
        <ChipDetail
          profile={chosen.profile}
          builtIn={chosen.builtIn}
          onEdit={() => {
            const ids = profiles.map(({ id }) => id);
            setEdited(chosen.builtIn ? copyOf(chosen.profile, ids) : chosen.profile);
          }}
        />
      )}
    </div>
  );
}
