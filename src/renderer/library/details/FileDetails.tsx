import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Check, Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PictureDetails } from '../../../shared/contract/pictures.ts';
import { urls } from '../../../shared/contract/urls.ts';
import { si } from '../../language/quantities.ts';
import classes from './Details.module.css';
import { Facts } from './Facts.tsx';

/** Digits of a hash that suffice to tell files apart. */
const SHOWN_DIGITS = 16;

/** Its PNG file in the library. */
export function FileDetails({ picture }: { picture: PictureDetails }) {
  const { t } = useTranslation('library');
  const { data: bytes } = useQuery({
    queryKey: ['file-size', picture.id],
    // Usually from the browser's cache, because the picture is on the screen.
    queryFn: async ({ signal }) => (await (await fetch(urls.picture(picture.id), { signal })).blob()).size,
  });
  return (
    <section className={classes.part}>
      <h3>{t('file')}</h3>
      <Facts
        facts={[
          { name: t('fileSize'), value: bytes === undefined ? null : si(bytes, 'B') },
          { name: t('transparency'), value: picture.hasAlpha ? t('yes') : t('no') },
          {
            name: 'SHA-256',
            value: (
              <span className={classes.hash}>
                {picture.hash.slice(0, SHOWN_DIGITS)}…
                <CopyButton value={picture.hash}>
                  {({ copied, copy }) => (
                    <Tooltip label={copied ? t('copied') : t('copyHash')}>
                      <ActionIcon size={20} aria-label={copied ? t('copied') : t('copyHash')} onClick={copy}>
                        {copied ? <Check size={12} aria-hidden /> : <Copy size={12} aria-hidden />}
                      </ActionIcon>
                    </Tooltip>
                  )}
                </CopyButton>
              </span>
            ),
          },
        ]}
      />
    </section>
  );
}
