// A program on an event.
#pragma once

#include "eql/program.h"
#include "event/event.h"

namespace ak::eql {

// Makes each test at most once. Pure; allocates nothing but what functions make.
bool evaluate(const Program& program, const Event& event);

}  // namespace ak::eql
