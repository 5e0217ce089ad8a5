#include "isa/portable.h"

#include "isa.h"

extern const InstructionSet kPortable = instructionSet<Portable>("portable C++");
