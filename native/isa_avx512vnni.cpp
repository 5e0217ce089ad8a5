#include "isa/avx512.h"

#include "isa.h"

extern const InstructionSet kAvx512Vnni = instructionSet<Avx512Vnni>("AVX-512 VNNI");
