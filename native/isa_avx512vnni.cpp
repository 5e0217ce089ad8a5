#include "isa.h"
#include "isa/avx512.h"

extern const InstructionSet kAvx512Vnni = instructionSet<Avx512Vnni>("AVX-512 VNNI");
