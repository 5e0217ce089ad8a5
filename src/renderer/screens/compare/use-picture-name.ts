import { useTranslation } from 'react-i18next';
import type { PictureSummary } from '../../../shared/contract/pictures.ts';
import { shippedText } from '../../language/shipped.ts';
import { usePrecisionName } from '../../recipe/text/precision-name.ts';

type Named = Pick<PictureSummary, 'exact' | 'chipName' | 'precision'>;

/** Short name of a picture: 'Phase change · Frugal'. */
export function usePictureName(): (picture: Named) => string {
  const { t } = useTranslation(['compare', 'recipe']);
  const precisionName = usePrecisionName();
  return ({ exact, chipName, precision }) => {
    if (exact) return t('recipe:exact');
    if (chipName === null) return t('imported');
    const chip = shippedText(chipName);
    return precision === null ? chip : `${chip} · ${precisionName(precision)}`;
  };
}
