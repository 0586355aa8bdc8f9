#include "app/app.h"

int main(int argc, char** argv) {
  return ak::app::run(argc, argv);
}
