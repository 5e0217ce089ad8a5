import { Button, Group, Select, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ChipProfile, chipProfileSchema } from '../../../shared/chip/chip-profile.ts';
import { explainIssue } from '../../../shared/explain-issues.ts';
import { wordValue } from '../../../shared/locales/word-refusal.ts';
import { tellError } from '../../components/tell-error.tsx';
import { currentLanguage } from '../../language/language.ts';
import classes from './ChipsScreen.module.css';
import { EnergyEffects } from './EnergyEffects.tsx';
import { useKnobWords } from './knob-words.ts';
import { GROUPS, type Knob, type KnobValue, knobsOf, valueAt, withValue } from './knobs.ts';

interface Props {
  start: ChipProfile;
  onSave(profile: ChipProfile): Promise<void>;
  onCancel(): void;
}

/**
 * Every figure of a profile as a field. Schema errors are shown beside their field, and nothing can be saved until all
 * are corrected.
 */
export function ChipEditor({ start, onSave, onCancel }: Props) {
  const { t } = useTranslation('chips');
  const [profile, setProfile] = useState(start);
  const [busy, setBusy] = useState(false);
  const checked = chipProfileSchema.safeParse(profile);
  const problems = new Map(
    checked.error?.issues.map((issue) => [issue.path.join('_'), wordValue(explainIssue(issue), currentLanguage())]),
  );

  return (
    <form
      className={classes.detail}
      onSubmit={(event) => {
        event.preventDefault();
        if (!checked.success) return;
        setBusy(true);
        onSave(checked.data)
          .catch(tellError)
          .finally(() => setBusy(false));
      }}
    >
      <Group justify="space-between" mb="sm">
        <Title order={2} size="xl">
          {t('editing', { name: profile.name })}
        </Title>
        <Group gap="xs">
          <Button variant="default" onClick={onCancel}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={busy} disabled={!checked.success}>
            {t('save')}
          </Button>
        </Group>
      </Group>
      {problems.size > 0 && (
        <Text size="sm" c="red.4" role="alert" mb="sm">
          {t('problems', { count: problems.size })}
        </Text>
      )}
      <Group grow align="flex-start">
        <TextInput
          label={t('name')}
          value={profile.name}
          onChange={(event) => setProfile({ ...profile, name: event.currentTarget.value })}
          error={problems.get('name')}
        />
        <TextInput
          label={t('id')}
          value={profile.id}
          onChange={(event) => setProfile({ ...profile, id: event.currentTarget.value })}
          error={problems.has('id') && t('idRule')}
        />
      </Group>
      <Textarea
        label={t('description')}
        autosize
        maxRows={5}
        value={profile.description}
        onChange={(event) => setProfile({ ...profile, description: event.currentTarget.value })}
        error={problems.get('description')}
      />
      {checked.success && <EnergyEffects profile={checked.data} />}
      <div className={classes.groups}>
        {GROUPS.map((group) => {
          const knobs = knobsOf(profile, group);
          return (
            knobs.length > 0 && (
              <fieldset key={group} className={classes.fields}>
                <legend>{t(group)}</legend>
                {knobs.map((knob) => (
                  <KnobField
                    key={knob.path}
                    knob={knob}
                    value={valueAt(profile, knob.path)!}
                    problem={problems.get(knob.path)}
                    onChange={(value) => setProfile((old) => withValue(old, knob.path, value))}
                  />
                ))}
              </fieldset>
            )
          );
        })}
      </div>
    </form>
  );
}

interface KnobFieldProps {
  knob: Knob;
  value: KnobValue;
  problem: string | undefined;
  onChange(value: KnobValue): void;
}

function KnobField({ knob: { path, input }, value, problem, onChange }: KnobFieldProps) {
  const { t } = useTranslation('chips');
  const { choice, label, help, unit } = useKnobWords();
  // What is typed stays as it is until it is a number: '1e-' on the way to '1e-9'.
  const [typed, setTyped] = useState(() => (Array.isArray(value) ? value.join(', ') : String(value ?? '')));
  const common = {
    label: unit(path) ? t('labelIn', { label: label(path), unit: unit(path) ?? '' }) : label(path),
    description: help(path),
    inputWrapperOrder: ['label', 'input', 'error', 'description'] as ('label' | 'input' | 'error' | 'description')[],
  };
  if (input.kind === 'choice') {
    return (
      <Select
        {...common}
        data={input.choices.map((value) => ({ value, label: choice(value) }))}
        value={String(value)}
        allowDeselect={false}
        error={problem}
        onChange={(next) => next && onChange(next)}
      />
    );
  }
  return (
    <TextInput
      {...common}
      inputMode={input.kind === 'numbers' ? 'text' : 'decimal'}
      value={typed}
      placeholder={input.kind === 'optional-number' ? t('none') : undefined}
      error={problem}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        if (input.kind === 'numbers') onChange(text.split(',').map(numberIn));
        else if (input.kind === 'optional-number' && text.trim() === '') onChange(null);
        else onChange(numberIn(text));
      }}
    />
  );
}

/** NaN if it is not a number: the schema then reports the field. */
function numberIn(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}
