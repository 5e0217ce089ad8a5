#include "isa.h"
#include "isa/neon.h"

extern const InstructionSet kNeon = instructionSet<Neon>("NEON");
