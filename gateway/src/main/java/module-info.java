/** Judges requests before they are let through. Nothing outside uses it yet. */
@org.jspecify.annotations.NullMarked
module dev.keybearer.gateway {
  requires static org.jspecify;
  requires dev.keybearer.token;
}
