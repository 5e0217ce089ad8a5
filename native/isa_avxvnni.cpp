#include "isa.h"
#include "isa/avx_vnni.h"

extern const InstructionSet kAvxVnni = instructionSet<AvxVnni>("AVX-VNNI");
