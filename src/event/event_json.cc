#include "event/event_json.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <variant>

#include "base/time.h"

namespace ak {
namespace {

void write_value(const Value& value, JsonWriter& writer) {
  if (const auto* flag = std::get_if<bool>(&value)) {
    writer.boolean(*flag);
  } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
    writer.number(*number);
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    writer.string(*text);
  } else {
    writer.begin_array();
    for (const std::string& element : std::get<Strings>(value)) writer.string(element);
    writer.end_array();
  }
}

Strings strings_of(const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return {std::to_string(*number)};
  if (const auto* text = std::get_if<std::string>(&value)) return {*text};
  const auto* texts = std::get_if<Strings>(&value);
  return texts == nullptr ? Strings{} : *texts;
}

// "a.b.c" → "a", and `name` becomes "b.c".
std::string_view take_component(std::string_view& name) {
  const std::size_t dot = name.find('.');
  const std::string_view component = name.substr(0, dot);
  name.remove_prefix(dot == std::string_view::npos ? name.size() : dot + 1);
  return component;
}

template <typename Nodes>
auto find_key(Nodes& nodes, std::string_view key) {
  return std::find_if(nodes.begin(), nodes.end(),
                      [&](const auto& node) { return node.key == key; });
}

}  // namespace

EcsDocument::Node& EcsDocument::place(std::string_view name) {
  Node* node = &root_;
  while (!name.empty()) {
    if (node->kind != Node::Kind::object) {
      node->kind = Node::Kind::object;
      node->children.clear();
    }
    const std::string_view key = take_component(name);
    auto child = find_key(node->children, key);
    if (child == node->children.end()) {
      node->children.emplace_back();
      child = std::prev(node->children.end());
      child->key = key;
    }
    node = &*child;
  }
  return *node;
}

void EcsDocument::set(std::string_view name, Value value) {
  Node& node = place(name);
  node.kind = Node::Kind::value;
  node.value = std::move(value);
  node.children.clear();
}

void EcsDocument::set(std::string_view name, std::vector<EcsDocument> objects) {
  Node& node = place(name);
  node.kind = Node::Kind::list;
  node.children.clear();
  for (EcsDocument& object : objects) node.children.push_back(std::move(object.root_));
}

void EcsDocument::erase(std::string_view name) {
  Node* node = &root_;
  while (node->kind == Node::Kind::object) {
    const auto child = find_key(node->children, take_component(name));
    if (child == node->children.end()) return;
    if (name.empty()) {
      node->children.erase(child);
      return;
    }
    node = &*child;
  }
}

void EcsDocument::add(const Event& event, const Edit& edit) {
  for (const auto& [field, present] : event.fields()) {
    Value value = *present;
    if (edit) edit(field, value);
    const FieldInfo& info = field_info(field);
    if (const auto* date = std::get_if<std::int64_t>(&value);
        date != nullptr && info.type == FieldType::date) {
      value = format_time(*date);
    }
    set(info.name, std::move(value));
  }
}

// A program may tell the same twice, and the event has one.
void EcsDocument::join(std::string_view name, const Value& value) {
  const Node& held = place(name);
  if (held.kind != Node::Kind::value) return set(name, value);
  const Strings known = strings_of(held.value);
  Strings all = known;
  for (std::string& text : strings_of(value)) {
    if (std::find(known.begin(), known.end(), text) == known.end()) all.push_back(std::move(text));
  }
  if (all.size() > known.size()) set(name, std::move(all));
}

void EcsDocument::add(const Extra& extra) {
  for (const auto& [name, value] : extra.fields) join(name, value);
  if (extra.records.empty()) return;
  std::vector<EcsDocument> records;
  for (const Extra::Fields& fields : extra.records) {
    EcsDocument& record = records.emplace_back();
    for (const auto& [name, value] : fields) record.set(name, value);
  }
  set("auditd.records", std::move(records));
}

void EcsDocument::write(const Node& node, JsonWriter& writer) {
  switch (node.kind) {
    case Node::Kind::value:
      write_value(node.value, writer);
      return;
    case Node::Kind::list:
      writer.begin_array();
      for (const Node& object : node.children) write(object, writer);
      writer.end_array();
      return;
    case Node::Kind::object:
      writer.begin_object();
      for (const Node& child : node.children) {
        writer.key(child.key);
        write(child, writer);
      }
      writer.end_object();
  }
}

std::string EcsDocument::text() const {
  JsonWriter writer;
  write(root_, writer);
  return writer.text();
}

std::string to_json(const Event& event) {
  EcsDocument document;
  document.add(event);
  if (event.extra) document.add(*event.extra);
  return document.text();
}

}  // namespace ak
