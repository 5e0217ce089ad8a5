#include "isa/avx2.h"

#include "isa.h"

extern const InstructionSet kAvx2 = instructionSet<Avx2>("AVX2");
