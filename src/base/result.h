// Result<T>: what a stage hands on when it can fail. Nothing throws across a stage.
// (g++ 11 has no std::expected; this is the small part of it that we use.)
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace ak {

// Why something could not be done: one line, for the user, without a trailing full stop.
struct Error {
  std::string message;
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}      // NOLINT(google-explicit-constructor)
  Result(Error error) : state_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool ok() const { return std::holds_alternative<T>(state_); }
  explicit operator bool() const { return ok(); }

  // REQUIRES: ok().
  [[nodiscard]] T& value() & { return checked(std::get_if<T>(&state_)); }
  [[nodiscard]] const T& value() const& { return checked(std::get_if<T>(&state_)); }
  [[nodiscard]] T&& value() && { return std::move(checked(std::get_if<T>(&state_))); }

  // REQUIRES: !ok().
  [[nodiscard]] const Error& error() const { return checked(std::get_if<Error>(&state_)); }

 private:
  template <typename U>
  static U& checked(U* held) {
    assert(held != nullptr);
    return *held;
  }

  std::variant<T, Error> state_;
};

// The Result of what is done for its effect: success carries nothing.
struct Done {};
using Status = Result<Done>;

}  // namespace ak
