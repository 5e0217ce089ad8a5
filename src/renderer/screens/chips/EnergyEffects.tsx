import { Group, Text, Title } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChipProfile } from '../../../shared/chip/chip-profile.ts';
import { Joules } from '../../components/Joules.tsx';
import classes from './ChipsScreen.module.css';
import { variationsOf } from './effects.ts';
import { useKnobWords } from './knob-words.ts';
import { useEnergyOn } from './use-energy.ts';

/** Estimated energy of the picture in the recipe panel after changing one figure, for each figure. */
export function EnergyEffects({ profile }: { profile: ChipProfile }) {
  const { t } = useTranslation('chips');
  const { label, text } = useKnobWords();
  const variations = useMemo(() => variationsOf(profile), [profile]);
  const profiles = useMemo(() => [profile, ...variations.map((variation) => variation.profile)], [profile, variations]);
  const energies = useEnergyOn(profiles);
  if (!energies) return null;
  const [base, ...turned] = energies;
  const shares = turned.map(({ joules }) => joules / base!.joules - 1);
  const widest = Math.max(0.01, ...shares.map(Math.abs));
  return (
    <section className={classes.effects}>
      <Group justify="space-between" mb="xs">
        <Title order={3} size="sm">
          {t('effects')}
        </Title>
        <Joules joules={base!.joules} kind="estimate" range={base!} />
      </Group>
      {variations.length === 0 ? (
        <Text size="sm" c="dark.2">
          {t('noEffects')}
        </Text>
      ) : (
        <ul className={classes.turns}>
          {variations.map(({ path, from, to }, index) => {
            const share = shares[index]!;
            return (
              <li key={path}>
                <span>{label(path)}</span>
                <span className={classes.turn}>
                  {text(path, from)} → {text(path, to)}
                </span>
                <span className={classes.track} aria-hidden>
                  <span
                    className={classes.change}
                    data-sign={share < 0 ? 'less' : 'more'}
                    style={{ width: `${(50 * Math.abs(share)) / widest}%` }}
                  />
                </span>
                <span className={classes.share}>{percent(share)}</span>
              </li>
            );
          })}
        </ul>
      )}
      <Text size="xs" c="dark.2" mt="xs">
        {t('effectsHint')}
      </Text>
    </section>
  );
}

function percent(share: number): string {
  const rounded = Math.round(share * 1000) / 10;
  return rounded === 0 ? '0 %' : `${rounded > 0 ? '+' : '−'}${Math.abs(rounded)} %`;
}
