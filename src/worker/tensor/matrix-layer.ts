import type { Tensor } from './tensor.ts';

/**
 * A layer that multiplies by a trained matrix. A convolution is the same product with K = kernel height * kernel width
 * * input channels, in that order (taps outermost), over the patches of an [batch, height, width, channels] image.
 */
export interface MatrixLayer {
  /**
   * Component and diffusers' module name: 'unet.down_blocks.1.resnets.0.conv1',
   * 'text_encoder.text_model.encoder.layers.0.mlp.fc1'.
   */
  readonly name: string;
  /** [N, K] row-major. */
  readonly weight: Float32Array;
  /** [N], or null. */
  readonly bias: Float32Array | null;
  readonly outputs: number;
  readonly inputs: number;
  /** Null for a linear layer. */
  readonly conv: ConvGeometry | null;
}

export interface ConvGeometry {
  readonly kernel: number;
  readonly stride: number;
  /** Zero padding, pixels: diffusers pads the autoencoder's downsampling at bottom and right only. */
  readonly pad: { readonly top: number; readonly left: number; readonly bottom: number; readonly right: number };
}

/** Where the trained multiplications of the networks run: in float32, or on an emulated chip. */
export interface MatrixEngine {
  /** x [..., K] -> [..., N]; for a convolution x [B, H, W, C] -> [B, H', W', N]. */
  apply(layer: MatrixLayer, x: Tensor): Tensor;
}
