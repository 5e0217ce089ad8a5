import type { ModelSummary } from '../../shared/engine/engine-protocol.ts';
import { OhmbrushError } from '../../shared/errors.ts';

/** @throws OhmbrushError 'bad-size' for a size that the model cannot do */
export function checkSize(
  modelId: string,
  { width, height }: { readonly width: number; readonly height: number },
  { sizeMultiple: multiple }: Pick<ModelSummary, 'sizeMultiple'>,
): void {
  if (width % multiple === 0 && height % multiple === 0) return;
  const fit = (size: number) => Math.max(multiple, Math.round(size / multiple) * multiple);
  throw new OhmbrushError('size-impossible', {
    model: modelId,
    size: `${width}x${height}`,
    multiple,
    fitting: `${fit(width)}x${fit(height)}`,
  });
}
