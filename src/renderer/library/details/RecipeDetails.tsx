import { useTranslation } from 'react-i18next';
import type { PictureDetails } from '../../../shared/contract/pictures.ts';
import type { Recipe } from '../../../shared/recipe/recipe.ts';
import { currentIntl } from '../../language/language.ts';
import { useFieldTexts } from '../../recipe/text/field-texts.ts';
import { type Fact, Facts } from './Facts.tsx';
import { type RecipeRow, recipeRows } from './recipe-rows.ts';

/** How it was made. */
export function RecipeDetails({ picture }: { picture: PictureDetails }) {
  const { t } = useTranslation('library');
  const { t: ofRecipe } = useTranslation('recipe');
  const { valueText } = useFieldTexts();
  const { recipe } = picture;
  const date = new Intl.DateTimeFormat(currentIntl(), { dateStyle: 'medium', timeStyle: 'short' });
  const origin = { painted: t('painted'), imported: t('imported'), bundled: t('bundled') }[picture.source];

  function factOf({ id, value }: RecipeRow): Fact {
    switch (id) {
      case 'width':
        return { name: ofRecipe('size'), value: t('pixels', { width: picture.width, height: picture.height }) };
      case 'chip':
        return { name: ofRecipe(id), value };
      default: {
        const hasBits = id === 'precision' && recipe !== null && !picture.exact;
        return {
          name: ofRecipe(id),
          value: value === null ? null : valueText(id, value),
          ...(hasBits ? { hint: bitsText(recipe.precision.plan.default, t) } : {}),
        };
      }
    }
  }

  return (
    <Facts facts={[{ name: origin, value: date.format(picture.createdAt) }, ...recipeRows(picture).map(factOf)]} />
  );
}

type Translate = ReturnType<typeof useTranslation<'library'>>['t'];

/** '8-bit inputs, 6-bit weights'; the chip's own bits where the plan sets none. */
function bitsText({ inputBits, weightBits, adcBits }: Recipe['precision']['plan']['default'], t: Translate): string {
  const parts = [
    inputBits !== undefined && t('bitsOfInputs', { bits: inputBits }),
    weightBits !== undefined && t('bitsOfWeights', { bits: weightBits }),
    adcBits !== undefined && t('bitsOfAdc', { bits: adcBits }),
  ];
  return parts.filter((part) => part !== false).join(t('comma')) || t('bitsOfChip');
}
