import { Badge, Button, Group, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ChipProfile } from '../../../shared/chip/chip-profile.ts';
import { tellUndoable } from '../../components/tell.tsx';
import { tellError } from '../../components/tell-error.tsx';
import { api } from '../../contract/client.ts';
import { shippedText } from '../../language/shipped.ts';
import { useRecipe } from '../../recipe/store/recipe-store.ts';
import classes from './ChipsScreen.module.css';
import { saveChipFile } from './chip-file.ts';
import { EnergyEffects } from './EnergyEffects.tsx';
import { useKnobWords } from './knob-words.ts';
import { GROUPS, knobsOf, valueAt } from './knobs.ts';

interface Props {
  profile: ChipProfile;
  builtIn: boolean;
  onEdit(): void;
}

/** One chip explained: what it is, what each figure means, and how changing a figure would affect energy. */
export function ChipDetail({ profile, builtIn, onEdit }: Props) {
  const { t } = useTranslation('chips');
  const { label, help, text } = useKnobWords();
  const set = useRecipe((recipe) => recipe.set);
  const plain = useExplanation(profile, builtIn);

  function remove() {
    const takeBack = () => api.chips.save(profile);
    api.chips
      .remove({ id: profile.id })
      .then(() => tellUndoable(t('removed', { name: shippedText(profile.name) }), takeBack), tellError);
  }

  return (
    <article className={classes.detail}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          <Group gap="xs">
            <Title order={2} size="xl">
              {shippedText(profile.name)}
            </Title>
            <Badge variant="default">{t(profile.kind)}</Badge>
          </Group>
          <Text size="md" mt="xs" maw={680}>
            {plain}
          </Text>
        </div>
        <Group gap="xs" wrap="nowrap">
          {profile.kind !== 'exact' && (
            <>
              <Button
                onClick={() => {
                  set('chip', profile.id);
                  if (useRecipe.getState().form.precision === 'exact') set('precision', 'balanced');
                }}
              >
                {t('use')}
              </Button>
              <Button variant="default" onClick={onEdit}>
                {builtIn ? t('editCopy') : t('edit')}
              </Button>
            </>
          )}
          <Button variant="default" onClick={() => saveChipFile(profile)}>
            {t('export')}
          </Button>
          {!builtIn && (
            <Button variant="default" onClick={remove}>
              {t('remove')}
            </Button>
          )}
        </Group>
      </Group>
      <EnergyEffects profile={profile} />
      <div className={classes.groups}>
        {GROUPS.map((group) => {
          const knobs = knobsOf(profile, group);
          return (
            knobs.length > 0 && (
              <section key={group}>
                <Title order={3} size="sm" mb={4}>
                  {t(group)}
                </Title>
                <dl className={classes.figures}>
                  {knobs.map(({ path }) => (
                    <div key={path}>
                      <dt>{label(path)}</dt>
                      <dd>{text(path, valueAt(profile, path)!)}</dd>
                      <dd>{help(path)}</dd>
                    </div>
                  ))}
                </dl>
              </section>
            )
          );
        })}
      </div>
      {profile.source && (
        <Text size="xs" c="dark.2" mt="md" maw={820}>
          {t('source')}: <span lang="en">{profile.source}</span>
        </Text>
      )}
    </article>
  );
}

/** In the user's language for the built-in chips; otherwise the profile's own words. */
function useExplanation(profile: ChipProfile, builtIn: boolean): string {
  const { t } = useTranslation('chips');
  const known = ['exact', 'ideal-8bit', 'sram-digital', 'sram-analog', 'reram', 'pcm'] as const;
  const id = known.find((candidate) => candidate === profile.id);
  return builtIn && id ? t(`about_${id}`) : profile.description;
}
