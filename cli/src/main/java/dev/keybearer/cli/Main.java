package dev.keybearer.cli;

import dev.keybearer.cli.command.Check;
import dev.keybearer.cli.command.CredentialCommand;
import dev.keybearer.cli.command.Demo;
import dev.keybearer.cli.command.Exec;
import dev.keybearer.cli.command.Exit;
import dev.keybearer.cli.command.Inspect;
import dev.keybearer.cli.command.Keybearer;
import dev.keybearer.cli.command.Login;
import dev.keybearer.cli.command.Revoke;
import dev.keybearer.cli.command.Serve;
import dev.keybearer.cli.command.Shell;
import dev.keybearer.cli.command.Simulate;
import dev.keybearer.cli.command.Streaming;
import dev.keybearer.cli.command.Token;
import dev.keybearer.cli.config.source.ConfigFailure;
import dev.keybearer.cli.config.source.Paint;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code keybearer} command. */
public final class Main {
  private Main() {}

  /** Runs the command and exits with its code. */
  public static void main(String[] arguments) {
    Shell shell = Shell.ofProcess();
    int code = run(shell, arguments);
    shell.out().flush();
    shell.err().flush();
    System.exit(code);
  }

  /** Runs the command in a shell and answers its exit code. */
  static int run(Shell shell, String... arguments) {
    Keybearer keybearer = new Keybearer(shell);
    return new CommandLine(keybearer)
        .addSubcommand(new Demo(keybearer))
        .addSubcommand(new Serve(keybearer))
        .addSubcommand(new Token(keybearer))
        .addSubcommand(new Exec(keybearer))
        .addSubcommand(new Inspect(keybearer))
        .addSubcommand(new Login(keybearer))
        .addSubcommand(CredentialCommand.of(keybearer, CredentialCommand.Act.RENEW))
        .addSubcommand(CredentialCommand.of(keybearer, CredentialCommand.Act.ROTATE))
        .addSubcommand(new Revoke(keybearer))
        .addSubcommand(new Check(keybearer))
        .addSubcommand(new Streaming(keybearer))
        .addSubcommand(new Simulate(keybearer))
        .setExpandAtFiles(false) // an argument of a command may begin with @
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(shell.out())
        .setErr(shell.err())
        .setColorScheme(
            Help.defaultColorScheme(shell.errPaint() == Paint.COLOUR ? Ansi.ON : Ansi.OFF))
        .setParameterExceptionHandler((misuse, given) -> misused(shell, misuse))
        .setExecutionExceptionHandler((failure, command, parsed) -> failed(shell, failure))
        .execute(arguments);
  }

  private static int misused(Shell shell, ParameterException misuse) {
    String name = misuse.getCommandLine().getCommandSpec().qualifiedName();
    shell.err().println(name + ": " + misuse.getMessage());
    UnmatchedArgumentException.printSuggestions(misuse, shell.err());
    shell.err().println("help: " + name + " --help");
    return Exit.USAGE.code();
  }

  /** What an exception means to the user. One that is not known here is a bug. */
  private static int failed(Shell shell, Exception failure) {
    if (failure instanceof ConfigFailure config) {
      shell.err().print(config.report().render(shell.errPaint()));
      return Exit.CONFIG.code();
    }
    Exit exit = Exit.of(failure);
    if (exit != null) {
      shell.err().println("keybearer: " + failure.getMessage());
      return exit.code();
    }
    shell.err().println("keybearer: this is a bug; please report it with what follows");
    failure.printStackTrace(shell.err());
    return Exit.FAILED.code();
  }
}
