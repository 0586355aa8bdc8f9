// ECS events as one readable line, for assertions.
#pragma once

#include <string>

#include "event/event.h"

namespace ak::test {

// "file creation creation,opened-file success /etc/x <- /tmp/y": category, types, actions, outcome
// ("-" for none), then the file's path if it has one and where it came from.
std::string line_of(const Event& event);

// "pid=2 name=ls exe=/bin/ls args=[ls -l] count=2 <- pid=1 name=sh exe=/bin/sh args=[sh] count=1":
// the process and its parent; what is missing is left out, "<- ?" when the parent has no name.
std::string process_line(const Event& event);

}  // namespace ak::test
