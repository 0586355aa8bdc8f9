// The program: commands, configuration, the event loop. Everything else is wired together here.
#pragma once

namespace ak::app {

// Runs the command line and returns the exit code: 0 done, 1 the check found something, 2 usage,
// 3 cannot read or write.
int run(int argc, char** argv);

}  // namespace ak::app
