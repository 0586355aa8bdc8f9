#include "eql/functions.h"

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"

namespace ak::eql {
namespace {

constexpr ValueType kNumber = ValueType::number;
constexpr ValueType kText = ValueType::text;
constexpr ValueType kBoolean = ValueType::boolean;
constexpr ValueType kAny = ValueType::any;

const std::vector<FunctionInfo>& functions() {
  static const std::vector<FunctionInfo> all{
      {"add", Function::add, kNumber, false, 2, 2, {kNumber}},
      {"between", Function::between, kText, true, 3, 4, {kText, kText, kText, kBoolean}},
      {"cidrMatch",
       Function::cidr_match,
       kBoolean,
       false,
       2,
       limits::kMaxFunctionArguments,
       {kText}},
      {"concat", Function::concat, kText, false, 1, limits::kMaxFunctionArguments, {kAny}},
      {"divide", Function::divide, kNumber, false, 2, 2, {kNumber}},
      {"endsWith", Function::ends_with, kBoolean, true, 2, 2, {kText}},
      {"indexOf", Function::index_of, kNumber, true, 2, 3, {kText, kText, kNumber}},
      {"length", Function::length, kNumber, false, 1, 1, {kText}},
      {"modulo", Function::modulo, kNumber, false, 2, 2, {kNumber}},
      {"multiply", Function::multiply, kNumber, false, 2, 2, {kNumber}},
      {"number", Function::number, kNumber, false, 1, 2, {kText, kNumber}},
      {"startsWith", Function::starts_with, kBoolean, true, 2, 2, {kText}},
      {"string", Function::string, kText, false, 1, 1, {kAny}},
      {"stringContains", Function::string_contains, kBoolean, true, 2, 2, {kText}},
      {"substring", Function::substring, kText, false, 2, 3, {kText, kNumber, kNumber}},
      {"subtract", Function::subtract, kNumber, false, 2, 2, {kNumber}},
  };
  return all;
}

}  // namespace

const FunctionInfo* find_function(std::string_view name) {
  const auto found =
      std::find_if(functions().begin(), functions().end(),
                   [&](const FunctionInfo& info) { return equals_ignoring_case(info.name, name); });
  return found == functions().end() ? nullptr : &*found;
}

const std::vector<std::string_view>& function_names() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> all;
    for (const FunctionInfo& info : functions()) all.push_back(info.name);
    return all;
  }();
  return names;
}

std::string_view replacement_of_retired(std::string_view name) {
  if (equals_ignoring_case(name, "wildcard")) return "field : (\"pattern\", …) or field like (…)";
  if (equals_ignoring_case(name, "match")) return "field regex (\"expression\", …)";
  return {};
}

}  // namespace ak::eql
