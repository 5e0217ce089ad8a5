import { Badge, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ChipProfile } from '../../../shared/chip/chip-profile.ts';
import { shippedText } from '../../language/shipped.ts';
import { ChoiceSweep } from '../fields/ChoiceSweep.tsx';
import { FieldRow } from '../fields/FieldRow.tsx';
import classes from '../fields/Fields.module.css';
import { SweepToggle } from '../fields/SweepToggle.tsx';
import { isTurned } from '../form/chip-knobs.ts';
import { chipChoices, chipOf, type Offer } from '../form/form.ts';
import { useRecipe } from '../store/recipe-store.ts';

/** Descriptions of the built-in chips; a user's own chips are described by their author. */
const ABOUT = {
  pcm: 'chipPcm',
  reram: 'chipReram',
  'sram-analog': 'chipSramAnalog',
  'sram-digital': 'chipSramDigital',
  'ideal-8bit': 'chipIdeal8bit',
} as const;

/** Value for the chip that came with a picture: its id may equal that of another chip. */
const GIVEN = '\u0000given';

/** The chip. */
export function ChipField({ offer }: { offer: Offer }) {
  const { t } = useTranslation('recipe');
  const { form, sweeps, set } = useRecipe();
  const sweeping = sweeps.some(({ field }) => field === 'chip');
  const chip = chipOf(form, offer);
  const options = chipChoices(offer).map(({ id, name }) => ({ value: id, label: shippedText(name) }));
  const { givenChip } = form;
  const edited = form.precision === 'custom' && chip !== undefined && isTurned(chip, form.knobs);
  const builtIn = offer.chips.find(({ profile }) => profile.id === chip?.id)?.builtIn ?? false;
  return (
    <FieldRow
      label={t('chip')}
      help={chip ? shippedText(chip.description) : t('chip')}
      inputId={sweeping ? undefined : 'recipe-chip'}
      action={<SweepToggle field="chip" />}
      below={
        sweeping ? (
          <ChoiceSweep field="chip" options={options} />
        ) : (
          chip && (
            <>
              {edited && (
                <Badge size="xs" variant="outline" color="gray" tt="none" fw={500} mr={4}>
                  {t('chipEdited')}
                </Badge>
              )}
              {builtIn && !givenChip && chip.id in ABOUT
                ? t(ABOUT[chip.id as keyof typeof ABOUT])
                : firstSentence(chip)}
            </>
          )
        )
      }
    >
      {!sweeping && (
        <Select
          id="recipe-chip"
          className={classes.quiet}
          data={
            givenChip
              ? [...options, { value: GIVEN, label: `${shippedText(givenChip.name)} (${t('chipGiven')})` }]
              : options
          }
          value={givenChip ? GIVEN : form.chipId}
          allowDeselect={false}
          onChange={(id) => id && id !== GIVEN && set('chip', id)}
        />
      )}
    </FieldRow>
  );
}

function firstSentence({ description }: ChipProfile): string {
  return /^.*?[.。](?=\s|$)/s.exec(description)?.[0] ?? description;
}
