// Tests must not depend on the machine's zone: AIR's dates come without one.
module.exports = async () => {
  process.env.TZ = 'UTC';
};
