import { useTranslation } from 'react-i18next';
import type { PictureDetails } from '../../../shared/contract/pictures.ts';
import type { Recipe } from '../../../shared/recipe/recipe.ts';
import { currentLanguage } from '../../language/language.ts';
import { ageText } from '../../recipe/age-text.ts';
import { usePrecisionName } from '../../recipe/precision-name.ts';
import { Facts } from './Facts.tsx';

/** How it was made. */
export function RecipeDetails({ picture }: { picture: PictureDetails }) {
  const { t } = useTranslation('library');
  const { t: ofRecipe } = useTranslation('recipe');
  const precisionName = usePrecisionName();
  const { recipe } = picture;
  const onChip = recipe !== null && !picture.exact;
  const date = new Intl.DateTimeFormat(currentLanguage(), { dateStyle: 'medium', timeStyle: 'short' });
  const origin = { painted: t('painted'), imported: t('imported'), bundled: t('bundled') }[picture.source];
  return (
    <Facts
      facts={[
        { name: origin, value: date.format(picture.createdAt) },
        { name: ofRecipe('size'), value: t('pixels', { width: picture.width, height: picture.height }) },
        { name: ofRecipe('model'), value: picture.modelId },
        { name: ofRecipe('seed'), value: picture.seed },
        { name: ofRecipe('steps'), value: picture.steps },
        { name: ofRecipe('guidance'), value: picture.guidance },
        { name: ofRecipe('sampler'), value: picture.sampler },
        {
          name: ofRecipe('precision'),
          value: picture.precision === null ? null : precisionName(picture.precision),
          ...(onChip ? { hint: bitsText(recipe.precision.plan.default, t) } : {}),
        },
        { name: ofRecipe('chip'), value: picture.exact ? null : picture.chipName },
        { name: ofRecipe('chipSeed'), value: onChip ? recipe.chipSeed : null },
        { name: ofRecipe('age'), value: onChip ? ageText(recipe.age, ofRecipe) : null },
      ]}
    />
  );
}

type Translate = ReturnType<typeof useTranslation<'library'>>['t'];

/** '8-bit inputs, 6-bit weights'; a chip's own bits where the plan says none. */
function bitsText({ inputBits, weightBits, adcBits }: Recipe['precision']['plan']['default'], t: Translate): string {
  const parts = [
    inputBits !== undefined && t('bitsOfInputs', { bits: inputBits }),
    weightBits !== undefined && t('bitsOfWeights', { bits: weightBits }),
    adcBits !== undefined && t('bitsOfAdc', { bits: adcBits }),
  ];
  return parts.filter((part) => part !== false).join(t('comma')) || t('bitsOfChip');
}
