// One daemon at a time: a locked file in the run directory. Two would write one store, and each
// alert would come twice.
#pragma once

#include <string>

#include "base/fd.h"

namespace ak::app {

class InstanceLock {
 public:
  enum class Outcome {
    held,      // by us, until this object or the process ends
    taken,     // another process has it
    unusable,  // the file cannot be made, opened or locked: problem() says why
  };

  explicit InstanceLock(const std::string& run_directory);

  // Does not wait. Makes the directory (0755) if it is missing.
  Outcome try_lock();

  // One line: who has it, or what is wrong.
  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  const std::string directory_;
  const std::string path_;
  UniqueFd fd_;
  std::string problem_;
};

}  // namespace ak::app
