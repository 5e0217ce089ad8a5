// Every operator and operand for one instruction set `Isa`, in the order of src/worker/kernels/operators/index.ts and
// operands/index.ts.
#pragma once

#include "operands/crossbar.h"
#include "operands/matrix.h"
#include "operators/activation.h"
#include "operators/add.h"
#include "operators/attention.h"
#include "operators/channel_sums.h"
#include "operators/concat_channels.h"
#include "operators/crossbar.h"
#include "operators/geglu.h"
#include "operators/group_norm.h"
#include "operators/largest_magnitude.h"
#include "operators/layer_norm.h"
#include "operators/matmul.h"
#include "operators/pad_image.h"
#include "operators/quantize_image.h"
#include "operators/upsample_nearest.h"

namespace {

template <class Isa>
constexpr OperatorEntry kOperators[] = {
    operatorEntry<ActivationOperator<Isa>>(),
    operatorEntry<Add<Isa>>(),
    operatorEntry<Attention<Isa>>(),
    operatorEntry<ChannelSums<Isa>>(),
    operatorEntry<ConcatChannels<Isa>>(),
    operatorEntry<Crossbar<Isa>>(),
    operatorEntry<Geglu<Isa>>(),
    operatorEntry<GroupNorm<Isa>>(),
    operatorEntry<LargestMagnitude<Isa>>(),
    operatorEntry<LayerNorm<Isa>>(),
    operatorEntry<Matmul<Isa>>(),
    operatorEntry<PadImage<Isa>>(),
    operatorEntry<QuantizeImage<Isa>>(),
    operatorEntry<UpsampleNearest<Isa>>(),
};

template <class Isa>
constexpr OperandEntry kOperands[] = {
    operandEntry<PackedCrossbar<Isa>>(),
    operandEntry<PackedMatrix<Isa>>(),
};

}  // namespace
