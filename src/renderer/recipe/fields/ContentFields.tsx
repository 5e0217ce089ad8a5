import type { Offer } from '../form/form.ts';
import classes from './Fields.module.css';
import { ModelField } from './ModelField.tsx';
import { PlainField } from './PlainField.tsx';
import { plainFields } from './plain-fields.ts';
import { SeedField } from './SeedField.tsx';
import { SizeField } from './SizeField.tsx';

/** The fields that define the picture, independent of the chip. */
export function ContentFields({ offer }: { offer: Offer }) {
  return (
    <div className={classes.group}>
      <SeedField offer={offer} />
      <SizeField offer={offer} />
      {plainFields('content').map((id) => (
        <PlainField key={id} field={id} offer={offer} />
      ))}
      <ModelField offer={offer} />
    </div>
  );
}
