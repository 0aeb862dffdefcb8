// What old libraries do to a page: methods of their own on the prototypes, wrapped functions, lost natives.
Array.prototype.map = function map(make) {
  const made = [];
  for (let index = 0; index < this.length; index++) made.push(make(this[index], index, this));
  return made;
};
Array.prototype.last = function last() {
  return this[this.length - 1];
};
Object.prototype.extend = function extend() {
  return this;
};
Function.prototype.bind = function bind(self, ...given) {
  const run = this;
  return function bound(...rest) {
    return run.apply(self, [...given, ...rest]);
  };
};
String.prototype.trim = function trim() {
  return this.replace(/^\s+|\s+$/g, "");
};
const plainFetch = window.fetch;
window.fetched = [];
window.fetch = function fetch(...given) {
  window.fetched.push(String(given[0]?.url ?? given[0]));
  return plainFetch.apply(this, given);
};
window.$ = window.jQuery = () => null;
window.define = Object.assign(() => {}, { amd: {} });
window.module = { exports: {} };
window.exports = window.module.exports;
