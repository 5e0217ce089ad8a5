import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PictureDetails } from '../../../shared/contract/pictures.ts';
import { tellError } from '../../components/tell-error.tsx';
import { decimal } from '../../language/quantities.ts';
import { Fidelity } from '../../screens/compare/Fidelity.tsx';
import { useScreens } from '../../state/screens.ts';
import { reveal } from '../actions/neighbours.ts';
import classes from './Details.module.css';
import { Facts } from './Facts.tsx';

/** Its fidelity to its exact reference, and a way to compare the two. */
export function FidelityDetails({ picture }: { picture: PictureDetails }) {
  const { t } = useTranslation('library');
  const { exact, exactId, fidelity, id } = picture;
  const show = (other: number) => {
    useScreens.getState().view(other);
    reveal(other).catch(tellError);
  };
  if (exact) {
    return (
      <section className={classes.part}>
        <h3>{t('fidelity')}</h3>
        <Text size="sm">{t('isExact')}</Text>
      </section>
    );
  }
  if (exactId === null) return null;
  return (
    <section className={classes.part}>
      <h3>{t('fidelity')}</h3>
      {fidelity ? (
        <>
          <div>
            <Fidelity figures={fidelity} />
          </div>
          <Facts
            facts={[
              { name: 'SSIM', value: decimal(fidelity.ssim, 3) },
              { name: 'MS-SSIM', value: decimal(fidelity.msSsim, 3) },
              { name: 'HaarPSI', value: decimal(fidelity.haarPsi, 3) },
            ]}
          />
        </>
      ) : (
        <Text size="sm" c="dark.2">
          {t('notMeasured')}
        </Text>
      )}
      <div>
        <Button size="compact-sm" variant="default" mr={6} onClick={() => show(exactId)}>
          {t('showExact')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => useScreens.getState().compare([exactId, id])}>
          {t('compareExact')}
        </Button>
      </div>
    </section>
  );
}
