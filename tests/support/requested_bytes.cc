#include "support/requested_bytes.h"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::size_t> requested{0};

}  // namespace

namespace ak::test {

std::size_t requested_bytes() {
  return requested;
}

}  // namespace ak::test

// Replaces the library's in a program that asks requested_bytes(), and in no other.
void* operator new(std::size_t bytes) {
  requested += bytes;
  void* memory = std::malloc(bytes == 0 ? 1 : bytes);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

// A sanitizer has one of its own, whose memory must not come to the deletes below.
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept {
  requested += bytes;
  return std::malloc(bytes == 0 ? 1 : bytes);
}

void operator delete(void* memory) noexcept {
  std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
