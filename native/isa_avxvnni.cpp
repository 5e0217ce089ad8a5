#include "isa/avx_vnni.h"

#include "isa.h"

extern const InstructionSet kAvxVnni = instructionSet<AvxVnni>("AVX-VNNI");
