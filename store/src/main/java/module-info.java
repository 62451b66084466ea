/** Token stores in a database. */
@org.jspecify.annotations.NullMarked
module dev.keybearer.store {
  requires static transitive org.jspecify;
  requires transitive dev.keybearer.token;
  requires java.sql;
  requires org.xerial.sqlitejdbc;

  exports dev.keybearer.store;
}
