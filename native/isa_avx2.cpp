#include "isa.h"
#include "isa/avx2.h"

extern const InstructionSet kAvx2 = instructionSet<Avx2>("AVX2");
