/** 32 bits of a layer's name (FNV-1a over UTF-16 units), for the counter-based generators. */
export function layerHash(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash | 0;
}
