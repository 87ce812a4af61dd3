// Trains a small network, saves it, loads it and predicts with it: all of it in one native file without a runtime.
using System.Globalization;
using Feedforward;
using Feedforward.Formats;

const string measured = """
    width,height,kind
    1.0,1.2,small
    1.1,0.9,small
    0.8,1.0,small
    0.9,,small
    3.1,2.8,large
    2.9,3.3,large
    3.2,3.0,large
    3.0,2.7,large
    """;
var table = Csv.Read(new StringReader(measured));
var pipeline = Pipeline.Fit(table, target: "kind");
var model = new Model(new Network(pipeline.Inputs, new Dense(8, Activation.Tanh), new Dense(pipeline.Outputs, Activation.Softmax)), pipeline);
model.Train(table, validation: null, new TrainingOptions { Optimizer = new Adam(0.05f), Epochs = 40, Batch = 4 });

using var file = new MemoryStream();
model.Save(file);
file.Position = 0;
var loaded = Model.Load(file);

Console.WriteLine(loaded);
Console.WriteLine(loaded.Evaluate(table));
Console.WriteLine(loaded.Predict(table[0]));
Console.WriteLine(loaded.WeightsHash);

// Messages come in the language of the user, here in Chinese.
CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-Hans");
try
{
    Pipeline.Fit(table, target: "king");
}
catch (OptionException mistake)
{
    Console.WriteLine(mistake.Message);
}
