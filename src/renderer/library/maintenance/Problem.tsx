import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { explain, sentence } from '../../components/tell-error.tsx';
import { useMaintenance } from './maintenance-store.ts';
import classes from './Problem.module.css';

/** Why the operation that this page started failed. */
export function Problem() {
  const { t } = useTranslation('maintenance');
  const problem = useMaintenance((maintenance) => maintenance.problem);
  if (problem === null) return null;
  const { what, todo } = explain(problem);
  return (
    <Alert color="red" role="alert" title={t('failed')} className={classes.problem}>
      <p className={classes.text}>{sentence(what)}</p>
      <p className={classes.text}>{sentence(todo)}</p>
    </Alert>
  );
}
