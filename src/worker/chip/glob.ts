/** A test for layer names: `*` stands for anything inside one part of a name, `**` for anything across dots; the rest is literal. */
export function layerGlob(glob: string): (layer: string) => boolean {
  const pattern = glob
    .split(/(\*\*|\*)/)
    .map((piece) => (piece === '**' ? '.*' : piece === '*' ? '[^.]*' : piece.replace(/[\\^$.|?+()[\]{}]/g, '\\$&')))
    .join('');
  const expression = new RegExp(`^${pattern}$`);
  return (layer) => expression.test(layer);
}
