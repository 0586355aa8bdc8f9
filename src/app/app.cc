#include "app/app.h"

#include <cstdio>

namespace ak::app {

int run(int /*argc*/, char** /*argv*/) {
  std::puts("audisp-kube " AK_VERSION);
  return 0;
}

}  // namespace ak::app
