// Where the program's own files are: those of the checkout when it runs out of one, those of the
// installation otherwise.
#pragma once

#include <string>
#include <vector>

namespace ak::app {

struct Locations {
  std::string config_file;
  std::vector<std::string> detections;  // the shipped pack, then the site's own where there is one
};

// `executable`: the running program's absolute path. A directory above it that holds
// plugin/detections and CMakeLists.txt is a checkout; an installed program looks for none.
Locations find_locations(const std::string& executable);

// The running program's absolute path.
std::string executable_path();

}  // namespace ak::app
