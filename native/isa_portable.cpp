#include "isa.h"
#include "isa/portable.h"

extern const InstructionSet kPortable = instructionSet<Portable>("portable C++");
