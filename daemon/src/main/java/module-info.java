/// The program: command line, configuration, wiring, and the thin adapter from milter events to the pipeline.
@org.jspecify.annotations.NullMarked
module org.vidimus.daemon {
    requires static org.jspecify;
    requires org.vidimus.milter;
    requires org.vidimus.policy;
}
