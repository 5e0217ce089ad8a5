/**
 * Layers that stay in float32 beside the chip unless a plan says `digital: false`. Everything else that multiplies by a
 * trained matrix runs on the chip: the text encoder, the UNet's convolutions, projections and feed-forwards, the
 * autoencoder.
 */
export const digitalByDefault: readonly { readonly layers: string; readonly why: string }[] = [
  {
    layers: '*.conv_in',
    why:
      'few input channels (K = 36 fills a tenth of a tile) and every later error starts here; protected by ' +
      'Q-Diffusion, PTQ4DM, MixDQ',
  },
  {
    layers: '*.*.conv_in',
    why: 'the autoencoder spells it vae.decoder.conv_in and vae.encoder.conv_in',
  },
  {
    layers: '*.conv_out',
    why: 'four output columns; its error lands in the latent undiluted',
  },
  {
    layers: '*.*.conv_out',
    why: "the autoencoder's last convolution writes the pixels",
  },
  {
    layers: 'unet.time_embedding.**',
    why:
      'one row per evaluation steers every block; TFMQ-DM: 4-bit networks hold up only when these features ' +
      'are preserved',
  },
  {
    layers: 'unet.class_embedding.**',
    why: 'the pooled text joins the time embedding and steers every block with it',
  },
  {
    layers: 'vae.post_quant_conv',
    why: 'four by four weights: a crossbar would be empty',
  },
  {
    layers: 'vae.quant_conv',
    why: 'eight by eight weights: a crossbar would be empty',
  },
];
