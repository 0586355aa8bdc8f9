// What the program's exit code says.
#pragma once

namespace ak::app {

inline constexpr int kExitDone = 0;
inline constexpr int kExitFound = 1;  // a check found something
inline constexpr int kExitUsage = 2;
inline constexpr int kExitIo = 3;  // something could not be read or written

}  // namespace ak::app
