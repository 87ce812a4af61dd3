// Times single operations of a back end, and predictions:
//
//     dotnet run -c Release --project bench/Feedforward.Micro -- --filter '*Products*' --job short
//
// BenchmarkDotNet's own flags; reports go to artifacts/micro.

using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;

var config = ManualConfig.Create(DefaultConfig.Instance).WithArtifactsPath(Path.Combine("artifacts", "micro"));
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
