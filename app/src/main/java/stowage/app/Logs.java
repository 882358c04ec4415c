package stowage.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;

/**
 * What is logged where. What concerns a person is shown by the program itself; this is for faults
 * of the libraries. Found by logback as a service; in Java, because a file in XML would make every
 * start load a parser for it.
 */
public final class Logs extends ContextAwareBase implements Configurator {

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    context.getStatusManager().add(new NopStatusListener());
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{HH:mm:ss} %-5level %logger{24} %msg%n");
    encoder.start();
    ConsoleAppender<ILoggingEvent> errors = new ConsoleAppender<>();
    errors.setContext(context);
    errors.setTarget("System.err");
    errors.setEncoder(encoder);
    errors.start();
    context.getLogger("org.apache.sshd").setLevel(Level.OFF);
    context.getLogger("com.tngtech.archunit").setLevel(Level.OFF);
    context.getLogger("ROOT").setLevel(Level.WARN);
    context.getLogger("ROOT").addAppender(errors);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
