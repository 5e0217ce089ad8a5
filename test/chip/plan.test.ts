import { describe, expect, it } from 'vitest';
import type { PrecisionPlan } from '../../src/shared/chip/precision-plan.ts';
import { layerGlob } from '../../src/worker/chip/precision/glob.ts';
import { planResolver, planStages } from '../../src/worker/chip/precision/plan.ts';
import { analogChip, digitalChip } from './builders.ts';

const chip = analogChip({ adc: { bits: 9 } });
const resolve = (
  plan: PrecisionPlan,
  layer: string,
  fraction: number | null = null,
  on: Parameters<typeof planResolver>[1] = chip,
) => planResolver(plan, on)(layer, fraction);

describe('a glob over layers', () => {
  it.each([
    ['unet.conv_in', 'unet.conv_in', true],
    ['unet.conv_in', 'unet.conv_in.x', false],
    ['unet.*.conv1', 'unet.mid.conv1', true],
    ['unet.*.conv1', 'unet.mid.0.conv1', false],
    ['unet.**.conv1', 'unet.mid.0.resnets.1.conv1', true],
    ['unet.**', 'vae.unet.x', false],
    ['**.attn2.to_k', 'unet.a.attn2.to_k', true],
    ['**.attn2.to_?', 'unet.a.attn2.to_k', false],
    ['unet.down_blocks.*.attentions.**', 'unet.down_blocks.10.attentions.0.proj_in', true],
    ['unetXconv_in', 'unet.conv_in', false],
    ['unet.to_*', 'unet.to_out', true],
  ])('%s against %s', (glob, layer, expected) => {
    expect(layerGlob(glob)(layer)).toBe(expected);
  });
});

describe('a plan', () => {
  it('without rules gives every layer the bits of the chip', () => {
    expect(resolve({ default: {}, overrides: [] }, 'unet.mid.x')).toEqual({
      digital: false,
      inputBits: 8,
      weightBits: 8,
      adcBits: 9,
    });
  });

  it('lets a later override win over an earlier one, field by field, and each over the default', () => {
    const plan: PrecisionPlan = {
      default: { inputBits: 7, weightBits: 7, adcBits: 7 },
      overrides: [
        { layers: 'unet.**', inputBits: 6, weightBits: 6 },
        { layers: 'unet.mid.*', inputBits: 5 },
      ],
    };
    expect(resolve(plan, 'vae.x')).toMatchObject({ inputBits: 7, weightBits: 7, adcBits: 7 });
    expect(resolve(plan, 'unet.up.x')).toMatchObject({ inputBits: 6, weightBits: 6, adcBits: 7 });
    expect(resolve(plan, 'unet.mid.x')).toMatchObject({ inputBits: 5, weightBits: 6, adcBits: 7 });
  });

  it('applies rules for steps within [from, to) of the run, and never outside of its loop', () => {
    const plan: PrecisionPlan = { default: {}, overrides: [{ steps: [0.5, 1], adcBits: 4 }] };
    const bits = [0, 0.49, 0.5, 0.99, 1, null].map((fraction) => resolve(plan, 'unet.x', fraction).adcBits);
    expect(bits).toEqual([9, 9, 4, 4, 9, 9]);
  });

  it('never gives more bits than the chip has', () => {
    const plan: PrecisionPlan = { default: { inputBits: 8, weightBits: 8, adcBits: 12 }, overrides: [] };
    const small = analogChip({ weights: { bits: 4, cellBits: 4 }, dac: { bits: 5 }, adc: { bits: 6 } });
    expect(resolve(plan, 'unet.x', null, small)).toMatchObject({ inputBits: 5, weightBits: 4, adcBits: 6 });
    expect(resolve(plan, 'unet.x', null, digitalChip()).adcBits).toBe(0);
  });

  it('never takes a converter below its floor', () => {
    const plan: PrecisionPlan = { default: { adcBits: 4 }, overrides: [] };
    expect(resolve(plan, 'unet.x', null, analogChip({ adc: { bits: 8, minBits: 6 } })).adcBits).toBe(6);
  });

  it('keeps the first and last convolutions and the time embedding digital until told otherwise', () => {
    const plain: PrecisionPlan = { default: {}, overrides: [] };
    for (const layer of [
      'unet.conv_in',
      'unet.conv_out',
      'unet.time_embedding.linear_1',
      'unet.class_embedding.linear_2',
      'vae.decoder.conv_in',
      'vae.decoder.conv_out',
      'vae.post_quant_conv',
    ]) {
      expect(resolve(plain, layer).digital, layer).toBe(true);
      expect(resolve({ default: {}, overrides: [{ layers: layer, digital: false }] }, layer).digital).toBe(false);
      expect(resolve({ default: { digital: false }, overrides: [] }, layer).digital).toBe(false);
    }
    for (const layer of [
      'text_encoder.encoder.layers.0.mlp.fc1',
      'unet.down_blocks.0.resnets.0.conv1',
      'unet.up_blocks.0.attentions.0.proj_in',
      'vae.decoder.up_blocks.0.resnets.0.conv2',
    ]) {
      expect(resolve(plain, layer).digital, layer).toBe(false);
    }
  });
});

describe('the stages of a run', () => {
  it('are one where no rule has steps', () => {
    expect(planStages({ default: {}, overrides: [{ layers: 'unet.**', adcBits: 4 }] }, 20)).toEqual([
      { fraction: 0, steps: 20 },
    ]);
  });

  it('are the steps that the same rules cover, in the order of their first ones', () => {
    const overrides = [
      { steps: [0.2, 0.5] as [number, number], adcBits: 4 },
      { steps: [0.4, 0.6] as [number, number], adcBits: 5 },
    ];
    expect(planStages({ default: {}, overrides }, 10)).toEqual([
      { fraction: 0, steps: 6 },
      { fraction: 0.2, steps: 2 },
      { fraction: 0.4, steps: 1 },
      { fraction: 0.5, steps: 1 },
    ]);
    expect(planStages({ default: {}, overrides }, 10, 3, 8)).toEqual([
      { fraction: 0.3, steps: 1 },
      { fraction: 0.4, steps: 1 },
      { fraction: 0.5, steps: 1 },
      { fraction: 0.6, steps: 2 },
    ]);
    expect(planStages({ default: {}, overrides }, 10, 10)).toEqual([]);
  });
});
